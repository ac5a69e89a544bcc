import { apprenticeCounts, LI_WEI, people, positions } from './cast.mjs';
import { FIRST_MONDAY, plusDays } from './calendar.mjs';
import { Random } from './random.mjs';

const FAMILY = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红梅鑫波斌莉辉玲浩宇轩佳欣怡雨晨思颖子涵梓萱俊凯博文嘉豪雅婷诗琪若曦泽睿铭哲航逸天佑瑞祥建国志远晓东立新春晖海燕雪莹'];

const SCHOOLS = {
  zy: { alliance: 'yunhe', prefix: '2025ZY', born: ['2005-09-01', '2007-08-20'], loadPercent: 100, teachers: ['linxiao', 'hanbing'] },
  zz: { alliance: 'yunhe', prefix: '2024ZZ', born: ['2008-01-05', '2008-08-20'], loadPercent: 80, teachers: ['baiyang'] },
  cb: { alliance: 'chuanbei-jidian', prefix: '2025CB', born: ['2006-01-10', '2007-06-30'], loadPercent: 100, teachers: ['tianye'] },
};
/** So many of 云河中专 are 17 on the first day and still on the last one, 李薇 among them. */
export const MINORS = 50;
const MINORS_BORN = ['2009-01-05', '2009-08-25'];

const day = (random, [from, until]) => plusDays(from, random.whole(0, (Date.parse(until) - Date.parse(from)) / 86_400_000));

/** All apprentices with their placements, the same at every call. */
export function makeApprentices() {
  const random = new Random('apprentices');
  const names = new Set(people.map(({ name }) => name).concat(LI_WEI.name));
  const freshName = () => {
    const name = random.pick(FAMILY) + random.pick(GIVEN) + (random.next() < 0.7 ? random.pick(GIVEN) : '');
    return names.has(name) ? freshName() : (names.add(name), name);
  };
  const all = [];
  for (const { school, position: code, count } of apprenticeCounts) {
    const { alliance, prefix, born, loadPercent, teachers } = SCHOOLS[school];
    const position = positions.find((each) => each.code === code);
    for (let index = 0; index < count; index += 1) {
      const place = all.filter((each) => each.school === school).length;
      const number = `${prefix}${String(place + 1).padStart(3, '0')}`;
      const isLiWei = number === LI_WEI.number;
      const isMinor = school === 'zz' && place < MINORS;
      all.push({
        alliance, school, number, loadPercent,
        name: isLiWei ? LI_WEI.name : freshName(),
        birthDate: isLiWei ? LI_WEI.birthDate : day(random, isMinor ? MINORS_BORN : born),
        host: position.host, position: code, units: position.units, mentor: position.mentor,
        programme: position.programmes[school], teacher: teachers[place % teachers.length],
        // The one at the shared enterprise is only planned: a tenth apprentice there would be one too many.
        ...(code === 'HC-CB-01' ? { startsOn: '2026-12-01', planned: true } : { startsOn: FIRST_MONDAY, planned: false }),
        endsBefore: '2027-01-16',
      });
    }
  }
  return withFates(all, new Random('fates'));
}

const FATES = [
  { school: 'zy', host: 'rx', count: 2, end: { verb: 'complete', at: '2026-11-08', firstWeekWithout: 11 } },
  { school: 'zy', host: 'yc', count: 1, end: { verb: 'stop', at: '2026-10-12', firstWeekWithout: 7, reason: '本人申请转岗，已与学校协商' } },
  { school: 'zy', host: 'ly', count: 1, end: { verb: 'stop', at: '2026-10-12', firstWeekWithout: 7, reason: '因病休学' } },
  { school: 'zz', host: 'ly', count: 1, end: { verb: 'stop', at: '2026-10-12', firstWeekWithout: 7, reason: '家长不同意继续在该岗位实习' } },
  { school: 'zz', host: 'yc', count: 1, end: { verb: 'pause', at: '2026-11-02', firstWeekWithout: 10 } },
];

/** Some leave early, one pauses, two finish. */
function withFates(all, random) {
  for (const { school, host, count, end } of FATES) {
    const able = all.filter((each) => each.school === school && each.host === host && each.number !== LI_WEI.number && each.end === undefined);
    for (const apprentice of random.some(able, count)) apprentice.end = end;
  }
  return all;
}
