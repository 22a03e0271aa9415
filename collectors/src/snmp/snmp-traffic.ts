/** What was said to devices and heard of them since the start, counted where it happens. */
export class SnmpTraffic {
  /** Requests, each once however often it was sent. */
  requests = 0;
  /** Requests that were sent again because no answer came in time. */
  retries = 0;
  /** Variable bindings of answers that were taken. */
  varbinds = 0;
}
