// Assets that Vite gives a URL.
declare module '*?url' {
  const url: string;
  export default url;
}
