import { Injectable } from '@nestjs/common';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope } from '@quadhelix/graphql';
import { notificationPreferenceAccess } from '../notifications.access.js';
import { DEFAULT_SETTINGS } from '../telling/telling.rules.js';
import { PreferenceService, type Preference } from './preference.service.js';
import {
  NotificationPreferencePayload, NotificationPreferenceSetInput, NotificationPreferenceType, NotificationSettingsPayload, NotificationSettingsSetInput, NotificationSettingsType,
} from './preference.type.js';

const shown = ({ kind, channel, frequency, chosen }: Preference, language: Language): NotificationPreferenceType =>
  ({ kind: kind.name, title: kind.title[language], mandatory: kind.mandatory ?? false, channel, frequency, chosen });

@Injectable()
@Resolver(() => NotificationPreferenceType)
export class PreferenceResolver {
  constructor(private readonly service: PreferenceService) {}

  @Action(notificationPreferenceAccess.read)
  @Bounded('one for each kind of notice and channel', 100)
  @Query(() => [NotificationPreferenceType], { description: 'Every kind of notice and every channel of this installation, with how you are told.' })
  async notificationPreferences(@InScope() scope: Scope, @Ctx('language') language: Language): Promise<NotificationPreferenceType[]> {
    return (await this.service.list(scope)).map((preference) => shown(preference, language));
  }

  @Action(notificationPreferenceAccess.read)
  @Query(() => NotificationSettingsType, { description: 'When and in which language messages reach you.' })
  notificationSettings(@InScope() scope: Scope): Promise<NotificationSettingsType> {
    return this.service.settings(scope);
  }

  @Action(notificationPreferenceAccess.set)
  @Mutation(() => NotificationPreferencePayload, { description: 'Says how you want to be told of a kind of notice by a channel, in all alliances alike.' })
  async notificationPreferenceSet(
    @InScope() scope: Scope, @Ctx('language') language: Language, @Arg('input', { description: 'What, how, when.' }) input: NotificationPreferenceSetInput,
  ): Promise<NotificationPreferencePayload> {
    return { preference: shown(await this.service.set(scope, input), language) };
  }

  @Action(notificationPreferenceAccess.set)
  @Mutation(() => NotificationSettingsPayload, { description: 'Says when and in which language messages are to reach you, in all alliances alike.' })
  async notificationSettingsSet(@InScope() scope: Scope, @Arg('input', { description: 'All settings.' }) input: NotificationSettingsSetInput): Promise<NotificationSettingsPayload> {
    const { language, timeZone, digestHour, digestWeekday, quietFrom, quietUntil } = input;
    return { settings: await this.service.setSettings(scope, {
      language, timeZone: timeZone ?? null, digestHour: digestHour ?? DEFAULT_SETTINGS.digestHour, digestWeekday: digestWeekday ?? DEFAULT_SETTINGS.digestWeekday, quietFrom: quietFrom ?? null, quietUntil: quietUntil ?? null,
    }) };
  }
}
