import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { signatureFault } from './s3-signature.js';

export interface S3StandInOptions {
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Time by which signed addresses expire; the machine's unless told. */
  now?: () => Date;
}

interface StoredObject {
  bytes: Buffer;
  contentType: string;
  tag: string;
}

class S3Fault extends Error {
  constructor(readonly status: number, readonly code: string) {
    super(code);
  }
}

/**
 * A small stand-in for an S3 service on the loopback: it keeps objects in memory, and checks for itself that every request is signed by the one key, for
 * exactly this method, path, query and headers, and has not expired. Knows PUT (once, with checksum), GET, HEAD, DELETE and COPY of objects of one bucket.
 */
export class S3StandIn {
  readonly objects = new Map<string, StoredObject>();
  /** Requests that came, refused ones too: `PUT incoming/… 200`. */
  readonly log: string[] = [];
  url = '';

  private constructor(private readonly options: S3StandInOptions, private readonly server: Server) {}

  static async start(options: S3StandInOptions): Promise<S3StandIn> {
    const server = createServer();
    const made = new S3StandIn(options, server);
    server.on('request', (request, response) => { void made.answer(request, response); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    made.url = `http://127.0.0.1:${String((server.address() as { port: number }).port)}`;
    return made;
  }

  /** Settings of the product that lead here. */
  get env(): Record<string, string> {
    const { bucket, region, accessKeyId, secretAccessKey } = this.options;
    return { S3_ENDPOINT: this.url, S3_BUCKET: bucket, S3_REGION: region, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const key = decodeURIComponent(url.pathname).replace(`/${this.options.bucket}/`, '');
    try {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const body = Buffer.concat(pieces);
      const fault = signatureFault({ method: request.method ?? '', url, headers: request.headers, body }, this.options, this.options.now?.() ?? new Date());
      if (fault !== null) throw new S3Fault(403, fault);
      if (!url.pathname.startsWith(`/${this.options.bucket}/`)) throw new S3Fault(404, 'NoSuchBucket');
      this.respond(request, response, key, url, body);
    } catch (error) {
      const { status, code } = error instanceof S3Fault ? error : new S3Fault(500, 'InternalError');
      response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    }
    this.log.push(`${String(request.method)} ${key} ${String(response.statusCode)}`);
  }

  private respond(request: IncomingMessage, response: ServerResponse, key: string, url: URL, body: Buffer): void {
    const found = this.objects.get(key);
    if (request.method === 'PUT') {
      const source = request.headers['x-amz-copy-source'];
      if (typeof source === 'string') this.copy(request, response, key, decodeURIComponent(source));
      else this.put(request, response, key, body);
      return;
    }
    if (request.method === 'DELETE') {
      this.objects.delete(key);
      response.writeHead(204).end();
      return;
    }
    if (!found) throw new S3Fault(404, 'NoSuchKey');
    const told = (name: string, otherwise: string): string => url.searchParams.get(`response-${name}`) ?? otherwise;
    response.writeHead(200, {
      'content-type': told('content-type', found.contentType), 'content-length': found.bytes.length, etag: found.tag, 'cache-control': told('cache-control', 'private'),
      ...(url.searchParams.has('response-content-disposition') ? { 'content-disposition': told('content-disposition', '') } : {}),
    }).end(request.method === 'HEAD' ? undefined : found.bytes);
  }

  private put(request: IncomingMessage, response: ServerResponse, key: string, bytes: Buffer): void {
    if (request.headers['if-none-match'] === '*' && this.objects.has(key)) throw new S3Fault(412, 'PreconditionFailed');
    const checksum = request.headers['x-amz-checksum-sha256'];
    if (checksum !== undefined && checksum !== createHash('sha256').update(bytes).digest('base64')) throw new S3Fault(400, 'BadDigest');
    const tag = this.store(key, bytes, request.headers['content-type'] ?? 'binary/octet-stream');
    response.writeHead(200, { etag: tag }).end();
  }

  private copy(request: IncomingMessage, response: ServerResponse, key: string, source: string): void {
    const from = this.objects.get(source.replace(/^\//, '').replace(`${this.options.bucket}/`, ''));
    if (!from) throw new S3Fault(404, 'NoSuchKey');
    const wanted = request.headers['x-amz-copy-source-if-match'];
    if (wanted !== undefined && wanted !== from.tag) throw new S3Fault(412, 'PreconditionFailed');
    const tag = this.store(key, from.bytes, from.contentType);
    response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?><CopyObjectResult><ETag>${tag}</ETag></CopyObjectResult>`);
  }

  private store(key: string, bytes: Buffer, contentType: string): string {
    const tag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    this.objects.set(key, { bytes, contentType, tag });
    return tag;
  }
}
