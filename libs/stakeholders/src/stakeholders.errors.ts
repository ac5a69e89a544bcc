import { defineErrors } from '@quadhelix/access';

/** Errors of alliances, organizations, people, memberships and seats. */
export const stakeholderErrors = defineErrors({
  INVALID_USCC: {
    category: 'INVALID',
    en: 'This is not a valid unified social credit code ({problem}). Copy its 18 characters from the licence; I, O, Z, S and V never occur.',
    'zh-CN': '统一社会信用代码无效({problem})。请按营业执照填写 18 位,不含 I、O、Z、S、V。',
  },
  INVALID_REGION: {
    category: 'INVALID',
    en: '{code} is not the code of a region (GB/T 2260: province, city or county).',
    'zh-CN': '{code} 不是行政区划代码(GB/T 2260:省、市或县)。',
  },
  ALREADY_MEMBER: {
    category: 'CONFLICT',
    en: 'This organization is already invited to the alliance or a member of it.',
    'zh-CN': '该单位已受邀或已是本联合体成员。',
  },
  NOT_A_MEMBER: {
    category: 'INVALID',
    en: 'This organization is not a member of the alliance. Invite it first.',
    'zh-CN': '该单位不是本联合体成员。请先邀请。',
  },
  SEAT_ROLE_NOT_OF_SECTOR: {
    category: 'INVALID',
    en: 'The role {role} belongs to another sector than this organization ({sector}).',
    'zh-CN': '角色 {role} 不属于该单位所在的类别({sector})。',
  },
  SEAT_TAKEN: {
    category: 'CONFLICT',
    en: 'This person already holds this seat from that day.',
    'zh-CN': '此人自该日起已有此席位。',
  },
  NOT_A_PARTICIPANT: {
    category: 'INVALID',
    en: 'This person does not take part in the alliance for that organization. Register him first.',
    'zh-CN': '此人未代表该单位参加本联合体。请先登记。',
  },
  PERIOD_INVALID: {
    category: 'INVALID',
    en: 'The end must be later than the start.',
    'zh-CN': '结束时间须晚于开始时间。',
  },
  OVERLAPPING_PERIOD: {
    category: 'CONFLICT',
    en: 'This person is already booked in that period; together it would be more than 100 %. Choose another period or a smaller load.',
    'zh-CN': '此人在该时段已有安排,合计将超过 100%。请改选时段或降低占比。',
  },
  LAST_ADMIN: {
    category: 'CONFLICT',
    en: 'This is the last administrator of the alliance. Appoint another one first.',
    'zh-CN': '这是本联合体最后一位管理员。请先任命另一位。',
  },
});
