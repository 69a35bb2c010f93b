const { join } = require('node:path');
const { runInThisContext } = require('node:vm');
const { buildSync } = require('esbuild');

/** Imports a YAML file as the object it describes. */
const yaml = {
  name: 'yaml',
  setup(build) {
    build.onLoad({ filter: /\.yml$/ }, async ({ path }) => {
      const { readFile } = await import('node:fs/promises');
      const { load } = await import('js-yaml');
      return { contents: JSON.stringify(load(await readFile(path, 'utf8'))), loader: 'json', watchFiles: [path] };
    });
  },
};

/**
 * Puts the portfolio files into the bundle, in place of the module that reads them (shared/runtime/src/portfolios/installed.ts).
 */
const portfolios = (files) => ({
  name: 'portfolios',
  setup(build) {
    build.onLoad({ filter: /[\\/]runtime[\\/]src[\\/]portfolios[\\/]installed\.ts$/ }, () => ({
      contents: `export const installedFiles = () => (${JSON.stringify(files)});`,
      loader: 'js',
    }));
  },
});

/**
 * The portfolio files of this installation. A file that cannot be computed, and a stage that asks for a portfolio that is not there,
 * stop a service before it is built: what is deployed goes on as it is.
 */
function installed({ service, classes }) {
  const { enabledPortfolios, installedFiles, namesIn } = ours();
  const files = installedFiles();
  const { portfolios: enabled, refused } = enabledPortfolios(
    files,
    namesIn(service.custom.environment.EVENKEEL_PORTFOLIOS),
  );
  const problems = [...settingOfOldVersions(), ...refused.map(({ error }) => error.message)];
  if (enabled.length + refused.length === 0) problems.push('portfolios/ holds no portfolio; put a file there');
  if (problems.length > 0) throw new classes.Error(problems.join('\n'), 'PORTFOLIOS');
  return files;
}

/** Who deployed with this variable would otherwise get other portfolios without a word. */
function settingOfOldVersions() {
  if ((process.env.EVENKEEL_PORTFOLIO ?? '') === '') return [];
  return [
    'EVENKEEL_PORTFOLIO: portfolios are files; put yours into portfolios/, choose with EVENKEEL_PORTFOLIOS and unset this one (docs/operations.md, Updating a deployment)',
  ];
}

/** The product's own rules for portfolio files. */
function ours() {
  const contents = `
    export { enabledPortfolios } from '@evenkeel/domain/portfolio';
    export { namesIn } from '@evenkeel/runtime/portfolios';
    export { installedFiles } from './shared/runtime/src/portfolios/installed';`;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: join(__dirname, '..'), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
  const module = { exports: {} };
  runInThisContext(`((module, exports, require) => {${outputFiles[0].text}\n})`)(module, module.exports, require);
  return module.exports;
}

module.exports = (serverless) => {
  const toldOfPortfolios = 'EVENKEEL_PORTFOLIOS' in serverless.service.custom.environment;
  return toldOfPortfolios ? [yaml, portfolios(installed(serverless))] : [yaml];
};
