// Packages every service for every stage through compose, offline and without credentials, and keeps what each stage would
// deploy in .cache/packages/<stage>/<service>/ (compose leaves only the last stage in services/*/.serverless).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stages = process.argv.slice(2);
if (stages.length === 0 || stages.some((stage) => !/^[a-z][a-z0-9-]*$/.test(stage))) {
  console.error('usage: node services/package.mjs STAGE [STAGE ...]   (a stage is lower case, e.g. dev)');
  process.exit(2);
}
const services = readdirSync(join(root, 'services'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, 'services', entry.name, 'serverless.yml')))
  .map((entry) => entry.name);

// serverless-esbuild leaves its staging folders behind in the temporary one; given one of its own, they go with it.
const staging = mkdtempSync(join(tmpdir(), 'evenkeel-package-'));
process.on('exit', () => rmSync(staging, { recursive: true, force: true }));

for (const stage of stages) {
  for (const service of services)
    rmSync(join(root, 'services', service, '.serverless'), { recursive: true, force: true });
  const run = spawnSync('osls-compose', ['package', '--stage', stage], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TMPDIR: staging, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` },
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
  for (const service of services) {
    const packaged = join(root, 'services', service, '.serverless');
    if (!existsSync(packaged)) {
      console.error(`services/${service} left no package for stage ${stage}`);
      process.exit(1);
    }
    const kept = join(root, '.cache/packages', stage, service);
    rmSync(kept, { recursive: true, force: true });
    cpSync(packaged, kept, { recursive: true });
  }
}
console.log(`Packaged ${services.join(', ')} for ${stages.join(' and ')}: .cache/packages/`);
