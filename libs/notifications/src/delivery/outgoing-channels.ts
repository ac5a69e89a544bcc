import { Inject, Injectable } from '@nestjs/common';
import { messageVariables, openChannels, type ChannelKind, type MessageChannel } from '@quadhelix/mail';
import { CLOCK, loadConfig, SETTINGS, type Clock, type Settings } from '@quadhelix/service';

/** The channels by which this installation sends. */
@Injectable()
export class OutgoingChannels {
  readonly all: ReadonlyMap<ChannelKind, MessageChannel>;

  constructor(@Inject(SETTINGS) settings: Settings, @Inject(CLOCK) clock: Clock) {
    this.all = openChannels(loadConfig(messageVariables, settings.env), { stateFolder: settings.stateFolder, now: () => clock.now() });
  }

  get kinds(): ChannelKind[] {
    return [...this.all.keys()];
  }

  /** Channels on which the same message sent twice is one. */
  get repeatable(): ChannelKind[] {
    return [...this.all.values()].filter(({ repeatable }) => repeatable).map(({ kind }) => kind);
  }
}
