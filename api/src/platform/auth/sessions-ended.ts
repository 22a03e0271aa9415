/** Said inside the process when sessions end by an act of somebody, so that their sockets close at once. */
export class SessionsEnded {
  static readonly topic = 'sessions.ended';

  constructor(readonly sessionIds: readonly string[]) {}
}
