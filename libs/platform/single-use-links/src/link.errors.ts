import { defineErrors } from '@quadhelix/access';

/** Errors of making and using single-use links. Whether a link is known, used, expired or taken back is said by the platform's own errors. */
export const linkErrors = defineErrors({
  LINK_CONTENT_CHANGED: {
    category: 'CONFLICT',
    en: 'What this link was about has changed since it was sent, or is decided already. Ask whoever sent it for a new one.',
    'zh-CN': '链接发出后,其所涉内容已更改或已处理。请发送人重新发送。',
  },
  LINK_NOTHING_TO_DECIDE: {
    category: 'CONFLICT',
    en: 'There is nothing to decide here now, so no link was made. Look at its state first.',
    'zh-CN': '目前没有需要决定的事项,未生成链接。请先查看其状态。',
  },
  LINK_CHOICE_INVALID: {
    category: 'INVALID',
    en: 'Choose one of the answers that the page offers.',
    'zh-CN': '请选择页面所列的选项之一。',
  },
  LINK_REASON_REQUIRED: {
    category: 'INVALID',
    en: 'Say why, in 1 to 500 characters.',
    'zh-CN': '请填写原因(1 至 500 字)。',
  },
  LINK_FORM_INVALID: {
    category: 'INVALID',
    en: 'This was not sent by the page of the link. Open the link again and answer there.',
    'zh-CN': '此请求并非由链接页面提交。请重新打开链接并在页面上操作。',
  },
  LINKS_TOO_FREQUENT: {
    category: 'LIMIT',
    en: 'Too many links are being opened from here. Try again in {seconds} seconds.',
    'zh-CN': '打开链接过于频繁。请在 {seconds} 秒后重试。',
  },
});
