import { IsIn, IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Ref } from '@quadhelix/graphql';
import type { ChannelKind } from '@quadhelix/mail';
import { FREQUENCIES, type Frequency } from '../telling/telling.rules.js';

export const ChannelKindEnum = { MAIL: 'MAIL', SMS: 'SMS', WECOM: 'WECOM' } as const;
registerEnumType(ChannelKindEnum, {
  name: 'MessageChannelKind', description: 'By which way a message leaves the product. The inbox always has everything.',
  valuesConfig: { MAIL: { description: 'E-mail.' }, SMS: { description: 'Short message.' }, WECOM: { description: 'WeCom (企业微信).' } },
});
export const FrequencyEnum = { AT_ONCE: 'AT_ONCE', DAILY: 'DAILY', WEEKLY: 'WEEKLY', OFF: 'OFF' } as const;
registerEnumType(FrequencyEnum, {
  name: 'NotificationFrequency', description: 'When a message is sent.',
  valuesConfig: {
    AT_ONCE: { description: 'When it happens, or at the end of quiet hours.' }, DAILY: { description: 'In the digest of the day.' }, WEEKLY: { description: 'In the digest of the week.' }, OFF: { description: 'Never; the inbox has it.' },
  },
});
export const NotificationLanguageEnum = { EN: 'en', ZH_CN: 'zh-CN' } as const;
registerEnumType(NotificationLanguageEnum, {
  name: 'NotificationLanguage', description: 'Language of messages.', valuesConfig: { EN: { description: 'English.' }, ZH_CN: { description: 'Simplified Chinese.' } },
});

@ObjectType('NotificationPreference', { description: 'How you are told of a kind of notice by a channel.' })
export class NotificationPreferenceType {
  @Field({ description: 'The kind.' })
  kind!: string;
  @Field({ description: 'What it is about, in the language of Accept-Language.' })
  title!: string;
  @Field({ description: 'Must it be told? Then mail comes at once or daily, and quiet hours do not delay it.' })
  mandatory!: boolean;
  @Field(() => ChannelKindEnum, { description: 'The channel.' })
  channel!: ChannelKind;
  @Field(() => FrequencyEnum, { description: 'When.' })
  frequency!: Frequency;
  @Field({ description: 'Did you say so? Else it is what is usual for the kind.' })
  chosen!: boolean;
}

@InputType({ description: 'How you want to be told, in all alliances alike.' })
export class NotificationPreferenceSetInput {
  @Field({ description: 'The kind, as notificationPreferences names it.' })
  @Length(1, 100)
  kind!: string;
  @Field(() => ChannelKindEnum, { description: 'The channel.' })
  channel!: ChannelKind;
  @Field(() => FrequencyEnum, { description: 'When.' })
  @IsIn(FREQUENCIES)
  frequency!: Frequency;
}

@ObjectType({ description: 'Result of a choice.' })
export class NotificationPreferencePayload {
  @Field(() => NotificationPreferenceType, { description: 'What holds now.' })
  preference!: Ref<NotificationPreferenceType>;
}

@ObjectType('NotificationSettings', { description: 'When and in which language messages reach you.' })
export class NotificationSettingsType {
  @Field(() => NotificationLanguageEnum, { description: 'Language of messages.' })
  language!: Language;
  @Field(() => String, { nullable: true, description: 'IANA time zone of the hours below; null is that of the alliance.' })
  timeZone!: string | null;
  @Field(() => Int, { description: 'Hour of digests, 0 to 23.' })
  digestHour!: number;
  @Field(() => Int, { description: 'Weekday of weekly digests; 1 is Monday, 7 Sunday.' })
  digestWeekday!: number;
  @Field(() => Int, { nullable: true, description: 'From this hour on nothing is sent; null: always.' })
  quietFrom!: number | null;
  @Field(() => Int, { nullable: true, description: 'At this hour messages go out again.' })
  quietUntil!: number | null;
}

@InputType({ description: 'When and in which language messages are to reach you. What is left out takes its usual value.' })
export class NotificationSettingsSetInput {
  @Field(() => NotificationLanguageEnum, { description: 'Language of messages.' })
  language!: Language;
  @Field(() => String, { nullable: true, description: 'IANA time zone, e.g. Asia/Shanghai; left out, that of each alliance.' })
  @IsOptional()
  @Length(1, 60)
  timeZone?: string | null;
  @Field(() => Int, { nullable: true, description: 'Hour of digests, 0 to 23; usually 8.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(23)
  digestHour?: number | null;
  @Field(() => Int, { nullable: true, description: 'Weekday of weekly digests, 1 (Monday) to 7; usually 1.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(7)
  digestWeekday?: number | null;
  @Field(() => Int, { nullable: true, description: 'Hour from which nothing is sent; with quietUntil, or left out with it.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(23)
  quietFrom?: number | null;
  @Field(() => Int, { nullable: true, description: 'Hour at which messages go out again.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(23)
  quietUntil?: number | null;
}

@ObjectType({ description: 'Result of a change to your settings.' })
export class NotificationSettingsPayload {
  @Field(() => NotificationSettingsType, { description: 'What holds now.' })
  settings!: Ref<NotificationSettingsType>;
}
