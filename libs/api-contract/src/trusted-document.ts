/** A document that the api knows before it is sent. */
export interface TrustedDocument {
  /** `sha256:` and the digest of its text in hex: GraphQL over HTTP, appendix A (Persisted Documents, draft). */
  readonly id: string;
  readonly text: string;
}
