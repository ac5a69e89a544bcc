import { Injectable } from '@nestjs/common';
import { Args, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Bounded, InScope, NodeKinds, Public } from '@quadhelix/graphql';
import { SearchArgs, SearchCount, SearchHitConnection } from './search-hit.type.js';
import { SearchKinds } from './search-kind.js';
import { search, type Found } from './search.queries.js';

@Injectable()
@Resolver(() => SearchHitConnection)
export class SearchResolver {
  constructor(
    private readonly kinds: SearchKinds,
    private readonly nodes: NodeKinds,
  ) {}

  @Public()
  @Query(() => SearchHitConnection, { description: 'Things of this alliance that hold all words of a text, as far as you may read them; needs the scopes of their kinds. Best first: what is called so, then whose name begins with it, holds it, holds its words, then what holds them elsewhere.' })
  search(@InScope() scope: Scope, @Args() args: SearchArgs): Promise<Found> {
    return search(scope, this.kinds, this.nodes, args);
  }

  @Public()
  @Bounded('one for each kind that was found')
  @FieldResolver(() => [SearchCount], { description: 'How much was found of each kind, over all pages.' })
  counts(@Root() found: Found): readonly SearchCount[] {
    return found.counts;
  }

  @Public()
  @FieldResolver(() => Boolean, { description: 'Does more match than search looks at (1,000 titles, 1,000 texts)? Then some of it is neither listed nor counted: write more words.' })
  incomplete(@Root() found: Found): boolean {
    return found.incomplete;
  }
}
