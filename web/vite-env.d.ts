// What Vite gives: addresses of assets, and the mode of the build (`package` is the page that npm ships).
declare module '*?url' {
  const url: string;
  export default url;
}
interface ImportMeta {
  readonly env: { readonly MODE: string };
}
