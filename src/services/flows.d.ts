

export interface FlowRun {
  id: string;
}
