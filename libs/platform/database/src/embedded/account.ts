import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';

/** The account PostgreSQL runs as; uid and gid only where we are root and step down. */
export interface RunAs {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
}

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, so root lends it an unprivileged account; everybody else runs it directly. */
export function accountToRunAs(clusterFolder: string, onProgress: (line: string) => void): RunAs {
  const me = process.getuid?.() ?? -1;
  const owner = existsSync(clusterFolder) ? statSync(clusterFolder) : undefined;
  if (me !== 0) {
    if (owner !== undefined && owner.uid !== me) {
      throw new Error(
        `The data in ${clusterFolder} belongs to user id ${owner.uid} (it was first started by root or by somebody else). ` +
          `Start as that user or as root, or hand it over: sudo chown -R ${me} ${clusterFolder}`,
      );
    }
    return { name: ownName(me) };
  }
  const accounts = readAccounts();
  if (owner !== undefined && owner.uid !== 0) {
    const known = accounts.find((account) => account.uid === owner.uid);
    return { name: known?.name ?? `user id ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  }
  return chooseAccount(accounts) ?? createAccount(onProgress) ?? lastResort(accounts, onProgress);
}

/** A machine's own account for PostgreSQL, under its Debian or its macOS name. */
export function chooseAccount(accounts: readonly Account[]): Account | undefined {
  return accounts.find(({ name, uid }) => (name === 'postgres' || name === '_postgres') && uid !== 0);
}

/** Reads lines of the form of /etc/passwd. */
export function parseAccounts(text: string): Account[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && !fields[0]?.startsWith('#'))
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }));
}

function readAccounts(): Account[] {
  return existsSync('/etc/passwd') ? parseAccounts(readFileSync('/etc/passwd', 'utf8')) : [];
}

function createAccount(onProgress: (line: string) => void): Account | undefined {
  const ways = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres'],
    ['adduser', '-S', '-H', '-D', 'postgres'],
  ] as const;
  for (const [program, ...words] of ways) {
    if (spawnSync(program, words, { stdio: 'ignore' }).status !== 0) continue;
    const made = chooseAccount(readAccounts());
    if (made !== undefined) {
      onProgress('PostgreSQL does not run as root: created the user postgres for it');
      return made;
    }
  }
  return undefined;
}

function lastResort(accounts: readonly Account[], onProgress: (line: string) => void): Account {
  const nobody = accounts.find(({ name, uid }) => name === 'nobody' && uid !== 0);
  if (nobody === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and this machine has no other account: neither "postgres" nor "nobody" is in /etc/passwd, and ' +
        'neither useradd nor adduser could make one. Install one of them (Debian: apt-get install passwd), or start as a normal user.',
    );
  }
  onProgress('PostgreSQL does not run as root, and neither useradd nor adduser could create the user postgres: running it as nobody');
  return nobody;
}

function ownName(uid: number): string {
  try {
    return userInfo().username;
  } catch {
    throw new Error(`PostgreSQL needs a named account, but user id ${uid} has no entry in /etc/passwd. Start as a user that has one.`);
  }
}

/** Whether the account can enter the folder and read it, asked of the operating system (mode bits alone miss ACLs and mounts). */
export function canRead(folder: string, { uid, gid }: RunAs): boolean {
  const answer = spawnSync('/bin/sh', ['-c', 'cd "$0" && test -r . && test -x .', folder], {
    cwd: '/',
    stdio: 'ignore',
    ...(uid === undefined ? {} : { uid, gid: gid ?? uid }),
  });
  if (answer.error !== undefined) {
    throw new Error(`Root could not start a program as another user (${answer.error.message}); start as a normal user instead.`);
  }
  return answer.status === 0;
}
