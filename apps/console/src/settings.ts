/** What the api tells the console about this installation. */
export interface ConsoleSettings {
  /** Address of the OpenID provider. */
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** Reads /console/settings.json; throws where the api does not answer. */
export async function readSettings(): Promise<ConsoleSettings> {
  const answer = await fetch('/console/settings.json');
  if (!answer.ok) throw new Error(`/console/settings.json: ${String(answer.status)}`);
  return (await answer.json()) as ConsoleSettings;
}
