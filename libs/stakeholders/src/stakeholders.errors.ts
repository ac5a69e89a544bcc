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
  NAMES_ITS_OWN_PEOPLE: {
    category: 'FORBIDDEN',
    en: 'This organization names its people and their roles itself. Ask its coordinator.',
    'zh-CN': '该单位的人员及其角色由其自行登记。请联系其联络员。',
  },
  NAME_TAKEN: {
    category: 'CONFLICT',
    en: 'Another organization of this region has this name. Check the name; organizations of the same name are told apart by their credit codes.',
    'zh-CN': '该地区已有同名单位。请核对名称;同名单位以统一社会信用代码区分。',
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
  ORGANIZATION_UNKNOWN: {
    category: 'INVALID',
    en: 'No organization of this alliance has this code or name. Write it exactly as registered, or import the organization first.',
    'zh-CN': '本联合体没有此代码或名称的单位。请按登记全称填写,或先导入该单位。',
  },
  ORGANIZATION_AMBIGUOUS: {
    category: 'INVALID',
    en: 'Several organizations have this name. Name the one you mean by its code.',
    'zh-CN': '有多个同名单位。请改用代码指明。',
  },
  PERSON_UNKNOWN: {
    category: 'INVALID',
    en: 'Nobody takes part in this alliance with this number of that organization. Check the number, or import the person first.',
    'zh-CN': '该单位没有此编号的人员参加本联合体。请核对编号,或先导入该人员。',
  },
  PERSON_DIFFERS: {
    category: 'CONFLICT',
    en: 'This number belongs to a person for whom something else is registered. Check the number.',
    'zh-CN': '此编号对应人员的登记信息与此不同。请核对编号。',
  },
  ROLE_UNKNOWN: {
    category: 'INVALID',
    en: '"{role}" is not a role. Write roles as in the template, separated by semicolons.',
    'zh-CN': '“{role}”不是角色。请按模板填写角色,以分号分隔。',
  },
  INVALID_IDENTITY_NUMBER: {
    category: 'INVALID',
    en: 'This is not a valid identity number. Copy its 18 characters from the card.',
    'zh-CN': '身份证号无效。请按证件填写 18 位。',
  },
  MEMBERSHIP_ENDED: {
    category: 'CONFLICT',
    en: 'This organization has left the alliance. Invite it again by hand if that is meant.',
    'zh-CN': '该单位已退出本联合体。如需再次加入,请手动邀请。',
  },
  CONSENT_NOT_YOURS: {
    category: 'FORBIDDEN',
    en: 'An organization accepts by itself: leave this blank.',
    'zh-CN': '须由单位自行接受邀请:请将此列留空。',
  },
  MANDATE_AUTHORITY_UNKNOWN: {
    category: 'INVALID',
    en: 'No government organization has this credit code or id. Register the authority as a member of an alliance first.',
    'zh-CN': '没有此统一社会信用代码或 ID 的政府单位。请先将该单位登记为某联合体的成员。',
  },
  MANDATE_NOBODY_SPEAKS: {
    category: 'CONFLICT',
    en: 'Nobody speaks for this authority in any alliance that it joined, so its people could still be named by others. Give its liaison a seat first.',
    'zh-CN': '该单位在其已加入的联合体中尚无联络员,其人员仍可能由他人登记。请先为其联络员设置席位。',
  },
  FIGURE_UNKNOWN: {
    category: 'INVALID',
    en: 'There is no such figure here: {name}. The list figureKinds names them all; a share or score is not added up over organizations.',
    'zh-CN': '此处没有指标 {name}。全部指标见 figureKinds;比例和评分不跨单位相加。',
  },
  REDIRECT_INVALID: {
    category: 'INVALID',
    en: 'This cannot be an address to send people back to: {problem}.',
    'zh-CN': '不能作为跳转地址:{problem}。',
  },
  REDIRECT_NEEDED: {
    category: 'INVALID',
    en: 'An app that people sign in to has at least one redirect address, one that acts for nobody has none, and a public app is always one that people sign in to. Register another app where that changes.',
    'zh-CN': '供人员登录的应用至少须有一个跳转地址,不代表人员的应用不得有跳转地址;公开应用必须供人员登录。如需改变,请另行注册应用。',
  },
  TOO_MANY_APPS: {
    category: 'CONFLICT',
    en: 'Your organization has {most} apps already. Disable one that is not used any more.',
    'zh-CN': '贵单位已有 {most} 个应用。请先停用不再使用的应用。',
  },
  APP_IS_PUBLIC: {
    category: 'INVALID',
    en: 'A public app has no secret: it proves itself by PKCE. Register a confidential app where it runs on your own server.',
    'zh-CN': '公开应用没有密钥,以 PKCE 证明自身。如运行在自有服务器上,请注册机密应用。',
  },
  APP_UNKNOWN: {
    category: 'INVALID',
    en: 'No app that is in use has this client id. Copy it exactly as its owner gave it to you.',
    'zh-CN': '没有使用此客户端编号的有效应用。请按其所有者提供的内容原样填写。',
  },
  SCOPE_NOT_OF_APP: {
    category: 'INVALID',
    en: 'The app does not ask for {scope}. Allow only scopes that it was registered with.',
    'zh-CN': '该应用未申请 {scope}。请只同意其注册的权限范围。',
  },
  SIGN_IN_NOT_BY_APPS: {
    category: 'FORBIDDEN',
    en: 'Who signs in as whom is arranged in the product itself, not by another app. Do it in the console.',
    'zh-CN': '登录方式只能在本系统内设置,不能由其他应用代办。请在控制台操作。',
  },
  INVITATIONS_EXHAUSTED: {
    category: 'CONFLICT',
    en: 'This organization has sent 500 invitations within a day. Send the others tomorrow.',
    'zh-CN': '该单位一天内已发出 500 份邀请。其余请明天发送。',
  },
  LAST_ADMIN: {
    category: 'CONFLICT',
    en: 'This is the last administrator of the alliance. Appoint another one first.',
    'zh-CN': '这是本联合体最后一位管理员。请先任命另一位。',
  },
});
