/** openapi.yml as the object it describes; the bundler reads it (services/esbuild-plugins.cjs). */
declare module '*.yml' {
  const document: Readonly<Record<string, unknown>>;
  export default document;
}
