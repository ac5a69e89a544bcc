/** What one process of the api takes on over sockets. */
export interface LiveLimits {
  /** Connections of all callers, of one caller (an account through an app, or an app), and from one address before they have said who they are. */
  readonly connections: number;
  readonly perCaller: number;
  readonly unknown: number;
  readonly subscriptions: number;
  /** Bytes of a message. */
  readonly message: number;
  /** Messages in ten seconds. */
  readonly messages: number;
  /** Milliseconds in which a connection must say who it is. */
  readonly init: number;
  /** Milliseconds between pings; a client that has not answered one when the next is due is gone. */
  readonly ping: number;
  /** Milliseconds between looks whether callers may still be here. */
  readonly check: number;
  /** Milliseconds in which a client must have taken what was sent to it. */
  readonly stall: number;
}

export const LIVE_LIMITS: LiveLimits = {
  connections: 1_000, perCaller: 20, unknown: 50, subscriptions: 10, message: 131_072, messages: 200, init: 5_000, ping: 15_000, check: 2_000, stall: 15_000,
};
