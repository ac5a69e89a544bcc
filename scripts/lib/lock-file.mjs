const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
const LIBRARIES = { gnu: 'glibc', musl: 'musl' };

/**
 * Adds the optional packages of other platforms that the lock file lacks, and returns their paths. npm leaves out what the registry of
 * the moment could not give (mirrors often hold only some platforms), and `npm ci` then refuses the lock file everywhere.
 */
export function completeLock(lock) {
  const missing = missingOptional(lock.packages);
  for (const { path, name, version, dev } of missing) lock.packages[path] = { version, ...platformOf(name), ...(dev ? { dev: true } : {}), optional: true };
  if (missing.length > 0) lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return missing.map(({ path }) => path);
}

/** Optional dependencies with an exact version that no entry of the lock file answers. */
export function missingOptional(packages) {
  const missing = new Map();
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!/^\d+\.\d+\.\d+/.test(version) || resolves(packages, path, name)) continue;
      missing.set(`node_modules/${name}`, { path: `node_modules/${name}`, name, version, dev });
    }
  }
  return [...missing.values()];
}

function resolves(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

function platformOf(name) {
  const words = name.split(/[-/]/);
  const pick = (known, key) => {
    const found = words.filter((word) => known.includes(word)).slice(-1);
    return found.length === 0 ? {} : { [key]: found };
  };
  const library = words.map((word) => LIBRARIES[word]).find((word) => word !== undefined);
  return { ...pick(PROCESSORS, 'cpu'), ...pick(SYSTEMS, 'os'), ...(library === undefined ? {} : { libc: [library] }) };
}
