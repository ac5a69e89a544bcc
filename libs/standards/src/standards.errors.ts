import { defineErrors } from '@quadhelix/access';

/** Errors of rules, packs, waivers and evaluations. */
export const standardsErrors = defineErrors({
  RULE_NOT_IN_FORCE: {
    category: 'CONFLICT',
    en: 'No rule pack in force on {onDate} states {rule}. Choose a later day, or ask the authority to publish one.',
    'zh-CN': '{onDate} 没有生效的规则包规定 {rule}。请选择更晚的日期,或请主管部门发布规则包。',
  },
  REGION_INVALID: {
    category: 'INVALID',
    en: 'This is not the code of an administrative division. Give two, four or six digits of GB/T 2260.',
    'zh-CN': '这不是行政区划代码。请填写 GB/T 2260 的两位、四位或六位代码。',
  },
});
