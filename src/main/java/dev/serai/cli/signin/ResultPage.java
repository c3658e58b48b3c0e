package dev.serai.cli.signin;

/** The last thing that the browser shows of a sign-in. Loads nothing and runs nothing. */
record ResultPage(String mark, String colour, String title, String text) {
  static final ResultPage SIGNED_IN =
      new ResultPage(
          "<path d=\"M7 12.5l3.2 3.2L17 9\"/>",
          "#1a7f4b",
          "You are signed in",
          "Serai goes on in your terminal. You may close this window.");
  static final ResultPage NOT_AN_ANSWER =
      new ResultPage(
          "<path d=\"M12 7v6M12 16.5v.1\"/>",
          "#9a6700",
          "Nothing happened",
          "This address is not the answer to the sign-in that is waiting here.");

  static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String HTML =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>%2$s · Serai</title>
      <style>
      :root { --back: #f4f5f7; --card: #fff; --text: #1c2024; --soft: #60646c; --line: #e3e5e9 }
      @media (prefers-color-scheme: dark) {
        :root { --back: #101214; --card: #191c1f; --text: #edeef0; --soft: #a0a6ad; --line: #2b2f34 }
      }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px;
        box-sizing: border-box; background: var(--back); color: var(--text);
        font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
      main { max-width: 25rem; padding: 40px 44px 36px; text-align: center; background: var(--card);
        border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 1px 3px rgb(0 0 0 / .06) }
      svg { width: 56px; height: 56px; border-radius: 50%%; background: %4$s; fill: none; stroke: #fff;
        stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round }
      h1 { margin: 18px 0 6px; font-size: 1.35rem; font-weight: 650; letter-spacing: -.01em }
      p { margin: 0; color: var(--soft); text-wrap: balance }
      footer { margin-top: 26px; color: var(--soft); font-size: .8rem; letter-spacing: .04em }
      </style>
      </head>
      <body>
      <main>
      <svg viewBox="0 0 24 24" aria-hidden="true">%1$s</svg>
      <h1>%2$s</h1>
      <p>%3$s</p>
      <footer>Serai command line</footer>
      </main>
      </body>
      </html>
      """;

  static ResultPage failed(String why) {
    return new ResultPage(
        "<path d=\"M8.5 8.5l7 7M15.5 8.5l-7 7\"/>",
        "#c0362c",
        "You are not signed in",
        escaped(why) + ". Go back to your terminal to try again.");
  }

  String html() {
    return HTML.formatted(mark, title, text, colour);
  }

  private static String escaped(String text) {
    String sentence = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    String first = sentence.isEmpty() ? "" : sentence.substring(0, 1).toUpperCase();
    return (first + sentence.substring(Math.min(1, sentence.length())))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
