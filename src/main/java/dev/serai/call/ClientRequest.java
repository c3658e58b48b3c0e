package dev.serai.call;

/**
 * One HTTP request as it arrived.
 *
 * @param path as sent, not decoded
 * @param query without the question mark, as sent; empty when there is none
 * @param remote the peer's address, for the log of refusals
 */
public record ClientRequest(
    String method, String path, String query, Headers headers, Body body, String remote) {
  /** Never the query or a header: keys may sit in both. */
  @Override
  public String toString() {
    return method + " " + path + " (" + body.length() + " bytes)";
  }
}
