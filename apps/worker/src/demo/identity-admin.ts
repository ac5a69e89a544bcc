import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Accounts and clients to make; those that exist stay as they are. See apps/identity/src/admin.ts. */
export interface IdentityOrder {
  readonly accounts?: readonly { readonly login: string; readonly password: string; readonly personId: string }[];
  readonly clients?: readonly {
    readonly id: string; readonly name: string; readonly type: 'public' | 'confidential'; readonly grantTypes: readonly string[]; readonly scopes: readonly string[];
    readonly redirectUris?: readonly string[]; readonly postLogoutRedirectUris?: readonly string[]; readonly firstParty?: boolean; readonly secret?: string;
  }[];
}

/** Gives an order to identity's own command: only that app writes its schema. Throws Error with what the command said. */
export async function orderIdentity(command: string, order: IdentityOrder): Promise<void> {
  const child = spawn(process.execPath, [command], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify(order));
  const ended = new Promise<number | null>((resolve, reject) => { child.once('error', reject).once('close', resolve); });
  const [code, , said] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`Identity refuses: ${said.trim()}`);
}
