import { readFileSync } from 'node:fs';

const read = (path: string): string => readFileSync(path, 'utf8');
const names = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();

describe('The containers', () => {
  it('run the Node that package.json pins', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: { node: string } };
    const images = names(read('docker/Dockerfile'), /^FROM (node:\S+)/gm);
    expect(images).toEqual([`node:${dependencies.node.split('.')[0]}-bookworm-slim`]);
  });

  it('take every setting from a variable that .env.example explains', () => {
    const used = names(read('docker-compose.yml'), /\$\{(\w+)/g);
    expect(names(read('.env.example'), /^(\w+)=/gm)).toEqual(used);
  });

  it('keep no secret in their files', () => {
    const secrets = names(read('docker-compose.yml'), /^\s+\w*(?:PASSWORD|SECRET): (.*)$/gm);
    expect(secrets.length).toBeGreaterThan(3);
    expect(secrets.filter((value) => !value.startsWith('${'))).toEqual([]);
    expect(names(read('.env.example'), /^\w*(?:PASSWORD|SECRET)=(.+)$/gm)).toEqual([]);
  });

  it('end up as an unprivileged user, every one of them built from there', () => {
    const stages = read('docker/Dockerfile').split(/^FROM /m).slice(1);
    const runtime = stages.find((stage) => / AS runtime$/m.test(stage.split('\n')[0] ?? ''));
    expect(runtime).toMatch(/^USER node$/m);
    const targets = names(read('docker-compose.yml'), /target: (\w+)/g);
    expect(targets).toEqual(['api', 'identity', 'migrate', 'worker']);
    for (const target of targets) expect(stages.find((stage) => stage.startsWith(`runtime AS ${target}\n`))).not.toMatch(/^USER /m);
  });
});
