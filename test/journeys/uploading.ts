import { createHash } from 'node:crypto';
import type { GraphqlClient, World } from '@quadhelix/testing';

export const START = `mutation($input: FileUploadStartInput!) { fileUploadStart(input: $input) {
  file { id state name contentType byteSize sha256 } upload { method url expiresAt headers { name value } } } }`;
export const COMPLETE = 'mutation($input: FileUploadCompleteInput!) { fileUploadComplete(input: $input) { file { id state } } }';
export const FILE = 'query($id: ID!) { node(id: $id) { ... on File { name state rejection detectedType sha256 byteSize downloadUrl organization { legalName } } } }';

export interface Upload {
  readonly id: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A small PDF that says something. */
export const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% ${text}\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`);

/** What a client announces of these bytes. */
export const announced = (bytes: Uint8Array, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'list.pdf', byteSize: bytes.length, sha256: sha256(bytes), contentType: 'application/pdf', purpose: 'EVIDENCE', ...more,
});

export interface FileSeen {
  name: string;
  state: string;
  rejection: string | null;
  detectedType: string | null;
  downloadUrl: string | null;
  organization: { legalName: string };
}

export const seen = async (client: GraphqlClient, id: string): Promise<FileSeen | null> => (await client.request<{ node: FileSeen | null }>(FILE, { id })).data?.node ?? null;

/** The file when the worker has decided. */
export async function decided(client: GraphqlClient, id: string): Promise<FileSeen> {
  for (const until = performance.now() + 20_000; performance.now() < until; ) {
    const file = await seen(client, id);
    if (file && file.state !== 'CHECKING') return file;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error('The worker did not decide');
}

/** A file uploaded to a world that does not listen, as far as the worker's look at it; answers its id. */
export async function uploadedInto(world: World, client: GraphqlClient, bytes: Uint8Array, more: Record<string, unknown> = {}): Promise<string> {
  const { id, method, url, headers } = await new Door(null).start(client, announced(bytes, more));
  const { pathname, search } = new URL(url);
  await world.api.app.inject({ method: method as 'PUT', url: pathname + search, headers, payload: Buffer.from(bytes) });
  await client.data(COMPLETE, { input: { id } });
  await decided(client, id);
  return id;
}

/** Where a world's addresses lead: they name the public one. */
export class Door {
  constructor(private readonly origin: string | null) {}

  here(url: string): string {
    return this.origin === null ? url : url.replace('http://localhost:4000', this.origin);
  }

  async start(client: GraphqlClient, input: Record<string, unknown>): Promise<Upload> {
    interface Started { fileUploadStart: { file: { id: string }; upload: { url: string; method: string; headers: { name: string; value: string }[] } } }
    const { fileUploadStart: { file, upload } } = await client.data<Started>(START, { input });
    return { id: file.id, url: this.here(upload.url), method: upload.method, headers: Object.fromEntries(upload.headers.map(({ name, value }) => [name, value])) };
  }

  /** Sends the bytes as a browser would. Answers the status, and the code of what was refused. */
  async send(upload: Upload, bytes: Uint8Array | null, more: { method?: string; url?: string; headers?: Record<string, string> } = {}): Promise<{ status: number; code: string | undefined }> {
    const answer = await fetch(more.url ?? upload.url, { method: more.method ?? upload.method, headers: { ...upload.headers, ...more.headers }, ...(bytes === null ? {} : { body: Buffer.from(bytes) }) });
    return { status: answer.status, code: /"code":"(\w+)"/.exec(await answer.text())?.[1] };
  }

  /** A file uploaded to its end, whatever that is. */
  async upload(client: GraphqlClient, bytes: Uint8Array, more: Record<string, unknown> = {}): Promise<FileSeen & { id: string }> {
    const upload = await this.start(client, announced(bytes, more));
    const sent = await this.send(upload, bytes);
    if (sent.status !== 200) throw new Error(`The bytes were refused: ${JSON.stringify(sent)}`);
    await client.data(COMPLETE, { input: { id: upload.id } });
    return { id: upload.id, ...(await decided(client, upload.id)) };
  }
}
