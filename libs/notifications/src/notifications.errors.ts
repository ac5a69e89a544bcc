import { defineErrors } from '@quadhelix/access';

/** Errors of notifications, contact points and deliveries. */
export const notificationErrors = defineErrors({
  NOTICE_KIND_UNKNOWN: {
    category: 'INVALID',
    en: 'There is no notice of the kind {kind}. notificationPreferences lists all kinds.',
    'zh-CN': '没有 {kind} 这一类通知。所有类别见 notificationPreferences。',
  },
  NOTICE_MANDATORY: {
    category: 'INVALID',
    en: 'This must be told, for the law or for security. By mail it comes at once or daily.',
    'zh-CN': '依法或出于安全必须告知的通知不能关闭,邮件只能选择即时或每日。',
  },
  FREQUENCY_NOT_OFFERED: {
    category: 'INVALID',
    en: 'Short messages carry no digests. Choose at once or off.',
    'zh-CN': '短信不发送汇总。请选择即时或关闭。',
  },
  CHANNEL_NOT_OFFERED: {
    category: 'INVALID',
    en: 'This installation does not send by {channel}. Choose another channel.',
    'zh-CN': '本系统未开通 {channel} 渠道。请选择其他渠道。',
  },
  CONTACT_IN_SANDBOX: {
    category: 'INVALID',
    en: 'Nothing is sent out of a sandbox. Read there what its people are told in "inbox".',
    'zh-CN': '沙盒不会向外发送任何消息。沙盒内人员收到的通知请在 “inbox” 中查看。',
  },
  TIME_ZONE_UNKNOWN: {
    category: 'INVALID',
    en: '{zone} is no time zone. Give an IANA name such as Asia/Shanghai, or leave it out for that of the alliance.',
    'zh-CN': '{zone} 不是有效时区。请填写 IANA 名称(如 Asia/Shanghai),或留空以使用联合体的时区。',
  },
  QUIET_HOURS_INVALID: {
    category: 'INVALID',
    en: 'Quiet hours have a beginning and an end, which differ. Give both, or neither.',
    'zh-CN': '免打扰时段须同时填写不同的起止时刻,或都不填。',
  },
  CONTACT_ADDRESS_INVALID: {
    category: 'INVALID',
    en: 'This is no address for {channel}: an e-mail address; a mobile number, with + and country code unless of the mainland; or a user id of WeCom.',
    'zh-CN': '这不是有效的 {channel} 地址:请填写电子邮箱、手机号(境外号码加 + 和国家代码)或企业微信用户账号。',
  },
  CONTACT_POINTS_FULL: {
    category: 'LIMIT',
    en: 'You have {max} contact points already. Remove one first.',
    'zh-CN': '您已有 {max} 个联系方式,请先删除一个。',
  },
  CODE_TOO_SOON: {
    category: 'LIMIT',
    en: 'A code was sent a moment ago, or too many today. Wait, then ask for another.',
    'zh-CN': '验证码刚刚发送过,或今日发送次数过多。请稍后再试。',
  },
  CODE_ENDED: {
    category: 'CONFLICT',
    en: 'No code is open for this contact point: it was used, is older than 15 minutes, or was given wrongly too often. Ask for a new one.',
    'zh-CN': '该联系方式没有有效的验证码:已使用、超过 15 分钟或错误次数过多。请重新获取。',
  },
});
