

export interface TimerJob {
  id: string;
}
