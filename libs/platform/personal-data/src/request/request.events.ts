import { defineEvents, type EventKind } from '@quadhelix/outbox';

/** Events about the rights of people over their data. Their requests are nobody else's business; that somebody was erased, whoever keeps a copy must hear. */
export const requestEvents: readonly EventKind[] = [
  ...defineEvents('personal-data', 'PersonalDataRequest', {
    asked: { en: 'Somebody asked for something about his personal data.', 'zh-CN': '个人提出个人信息请求。' },
    decided: { en: 'A request was granted or refused.', 'zh-CN': '个人信息请求已决定。' },
    cancelled: { en: 'Somebody took his request back.', 'zh-CN': '个人撤回请求。' },
    done: { en: 'What was asked for was done.', 'zh-CN': '个人信息请求已办结。' },
    overdue: { en: 'The day by which a request should be answered is over.', 'zh-CN': '个人信息请求逾期未答复。' },
  }, { offered: false }),
  ...defineEvents('personal-data', 'Person', {
    erased: { en: 'A person was erased: remove what you keep of him.', 'zh-CN': '个人信息已删除:请移除您保存的相关信息。' },
  }),
];
