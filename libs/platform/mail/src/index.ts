export { NoticeKinds, type Notice, type NoticeKind, type Recipients } from './notice-kind.js';
export { Html, html } from './html.js';
export { CHANNEL_KINDS, type ChannelKind, type Message, type MessageChannel, type SendOutcome } from './message.js';
export { FolderChannel } from './folder.channel.js';
export { SmtpChannel, type SmtpOptions } from './smtp.channel.js';
export { SmsChannel, type SmsOptions } from './sms.channel.js';
export { WecomChannel, type WecomOptions } from './wecom.channel.js';
export { messageVariables, offeredChannels, openChannels, type ChannelPlace, type MessageConfig } from './message.config.js';
