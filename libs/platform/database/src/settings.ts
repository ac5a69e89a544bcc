/** Nest's token of {@link Settings}. */
export const SETTINGS = Symbol('settings');

/** What a process was started with. A library reads its own variables out of `env` with `loadConfig`. */
export interface Settings {
  /** Signs cursors, links and codes; the same in every process. */
  readonly secret: string;
  /** Folder that the product keeps files in where nothing else is configured; it may not exist yet. */
  readonly stateFolder: string;
  /** Address of the api as people and apps call it, without a slash at its end. */
  readonly publicUrl: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The settings of a process out of its environment. */
export const settingsFrom = (secret: string, env: Readonly<Record<string, string | undefined>>): Settings => ({
  secret, env,
  stateFolder: env['QUADHELIX_STATE_DIR'] ?? '.quadhelix',
  publicUrl: (env['QUADHELIX_PUBLIC_URL'] ?? `http://localhost:${env['API_PORT'] ?? '4000'}`).replace(/\/+$/, ''),
});
