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

module.exports = [yaml];
