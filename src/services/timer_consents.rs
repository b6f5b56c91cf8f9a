//! `createTimer`: a timer acts hours later, when nobody is there to consent. What it will need is consented to beforehand.
