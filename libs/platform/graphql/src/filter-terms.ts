/** The terms of a list's WHERE: always the alliance first, then what the actor may see, then what the filter leaves. */
export class FilterTerms {
  readonly terms: string[] = [];
  readonly values: unknown[] = [];

  constructor(tenantId: string) {
    this.demand('tenant_id = ?', tenantId);
  }

  /** Adds a term whose `?` stands for the value; nothing where the value is absent. */
  add(term: string, value: unknown): this {
    return value === undefined || value === null ? this : this.demand(term, value);
  }

  /** Adds a term in any case: a value that is null matches nothing. */
  demand(term: string, ...values: readonly unknown[]): this {
    this.terms.push(values.reduce<string>((text, value) => text.replace('?', `$${String(this.values.push(value))}`), term));
    return this;
  }
}
