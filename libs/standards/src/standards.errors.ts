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
  RULE_INVALID: {
    category: 'INVALID',
    en: 'This is not a rule that can be judged: {problem}. Correct the draft.',
    'zh-CN': '此规则无法使用:{problem}。请修改草案。',
  },
  RULE_RELAXATION_FORBIDDEN: {
    category: 'FORBIDDEN',
    en: '{rule} ({part}) would be looser than in {parent}, which holds here too. Keep it at least as strict, or ask for a pilot waiver.',
    'zh-CN': '{rule}({part})比在此同样适用的 {parent} 更宽松。请保持不低于上级要求,或申请试点豁免。',
  },
  RULE_SHAPE_DIFFERS: {
    category: 'INVALID',
    en: '{rule} ({part}) means something else in {parent}: check, type and direction must be the same. Use another code for another rule.',
    'zh-CN': '{rule}({part})与 {parent} 中的含义不同:检查方式、类型与方向须一致。不同的规则请使用不同代码。',
  },
  RULE_PUBLICATION_RETROACTIVE: {
    category: 'INVALID',
    en: 'Rules are not made for the past. The first day must be today or later.',
    'zh-CN': '规则不溯及既往。生效日须为今日或以后。',
  },
  RULE_DATES_GAP: {
    category: 'CONFLICT',
    en: 'Days would be without rules: the version before ends earlier. Begin on the day after its last one.',
    'zh-CN': '中间将有日期没有规则:上一版本更早结束。请从其最后一日的次日起生效。',
  },
  RULE_DATES_OVERLAP: {
    category: 'CONFLICT',
    en: 'Two versions of this pack would hold on the same day. Begin after the last day, or the first day, of the version before.',
    'zh-CN': '同一规则包将有两个版本在同一天生效。请在上一版本生效日或结束日之后开始。',
  },
  RULE_PACK_TAKEN: {
    category: 'CONFLICT',
    en: 'Another authority uses the code {pack} for its pack. Choose another code.',
    'zh-CN': '代码 {pack} 已被其他主管部门的规则包使用。请另选代码。',
  },
  RULE_DATES_INVALID: {
    category: 'INVALID',
    en: 'The last day lies before the first one, or in the past.',
    'zh-CN': '结束日早于生效日,或已经过去。',
  },
  RULE_AUTHORITY_UNKNOWN: {
    category: 'NOT_FOUND',
    en: 'No office of government has this credit code (or this name and region). Bring it in first, as a member of an alliance.',
    'zh-CN': '没有此统一社会信用代码(或名称与地区)的政府单位。请先将其加入某个联合体。',
  },
  RULE_UNKNOWN: {
    category: 'INVALID',
    en: 'No rule {rule} with this parameter holds here. Look at ruleResolution for the codes.',
    'zh-CN': '此处没有规则 {rule} 或该参数。请在 ruleResolution 中查看代码。',
  },
  WAIVER_FORBIDDEN: {
    category: 'FORBIDDEN',
    en: '{rule} is never waived, for no trial.',
    'zh-CN': '{rule} 不得豁免,试点亦不例外。',
  },
  WAIVER_BOUND_INVALID: {
    category: 'INVALID',
    en: 'The bound must fit the type of the parameter and be looser than what holds now ({value}).',
    'zh-CN': '限度须符合参数类型,且比现行要求({value})宽松。',
  },
  WAIVER_DATES_INVALID: {
    category: 'INVALID',
    en: 'A trial begins today or later, is reviewed while it runs, and ends on a day: first day ≤ review ≤ last day.',
    'zh-CN': '试点须从今日或以后开始,期间评审,并有结束日:开始日 ≤ 评审日 ≤ 结束日。',
  },
  WAIVER_LEVEL_TOO_LOW: {
    category: 'FORBIDDEN',
    en: 'Only an authority of the level that made {rule} ({parent}), or of a wider one, may allow a trial there. Your organization is not registered as one.',
    'zh-CN': '只有制定 {rule}({parent})的同级或上级主管部门可以批准试点。贵单位未登记为该级主管部门。',
  },
  WAIVER_REVIEW_NOT_DUE: {
    category: 'CONFLICT',
    en: 'The trial is decided on at its review, on {reviewOn} or later. It can be ended earlier.',
    'zh-CN': '试点须在评审日 {reviewOn} 或之后决定;可以提前终止。',
  },
  WAIVER_MEASURED: {
    category: 'CONFLICT',
    en: 'This measure was stated already for this region and period; what was stated stays.',
    'zh-CN': '该地区该时段的此项指标已填报,填报后不得更改。',
  },
  WAIVER_MEASURE_UNKNOWN: {
    category: 'INVALID',
    en: 'The waiver declares no measure with this code.',
    'zh-CN': '该豁免未声明此代码的成效指标。',
  },
});
