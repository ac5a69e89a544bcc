import { Inject, Injectable } from '@nestjs/common';
import { messageVariables, offeredChannels, openChannels, type ChannelKind, type MessageChannel, type MessageConfig } from '@quadhelix/mail';
import { CLOCK, loadConfig, SETTINGS, type Clock, type Settings } from '@quadhelix/service';

/** The channels by which this installation sends. The api only needs to know which there are; what they are opened with is the worker's. */
@Injectable()
export class OutgoingChannels {
  readonly kinds: readonly ChannelKind[];
  private readonly config: MessageConfig;
  private opened: ReadonlyMap<ChannelKind, MessageChannel> | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: Settings, @Inject(CLOCK) private readonly clock: Clock) {
    this.config = loadConfig(messageVariables, settings.env);
    this.kinds = offeredChannels(this.config);
  }

  /** Throws where a driver lacks a variable. */
  get all(): ReadonlyMap<ChannelKind, MessageChannel> {
    return (this.opened ??= openChannels(this.config, { stateFolder: this.settings.stateFolder, now: () => this.clock.now() }));
  }

  /** Channels on which the same message sent twice is one. */
  get repeatable(): ChannelKind[] {
    return [...this.all.values()].filter(({ repeatable }) => repeatable).map(({ kind }) => kind);
  }
}
