import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { FigureKind } from '@quadhelix/readers';

export const FigureUnitEnum = { COUNT: 'COUNT', MINUTES: 'MINUTES', DAYS: 'DAYS', FEN: 'FEN', BASIS_POINTS: 'BASIS_POINTS' } as const;
registerEnumType(FigureUnitEnum, {
  name: 'FigureUnit', description: 'What a figure counts.',
  valuesConfig: {
    COUNT: { description: 'Things or people.' }, MINUTES: { description: 'Minutes.' }, DAYS: { description: 'Days.' },
    FEN: { description: 'Money in fen, a hundredth of a yuan.' }, BASIS_POINTS: { description: 'A share: 10,000 is the whole.' },
  },
});

@ObjectType('FigureKind', { description: 'A number that is known of organizations.' })
export class FigureKindType {
  @Field({ description: 'Stable name, e.g. memberships.active.' })
  name!: string;
  @Field({ description: 'What it is, in the language of Accept-Language.' })
  title!: string;
  @Field(() => FigureUnitEnum, { description: 'What it counts.' })
  unit!: FigureKind['unit'];
  @Field({ description: 'Is it added up over alliances and organizations? A share or score is not.' })
  addsUp!: boolean;
}

/** A kind as a reader of this language sees it. */
export const figureKindType = ({ name, title, unit, over }: FigureKind, language: Language): FigureKindType => ({ name, title: title[language], unit, addsUp: over === 'SUM' });
