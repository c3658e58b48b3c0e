package dev.serai.identity;

import java.util.List;

/**
 * @param next cursor of the page that follows, empty when this is the last one
 */
record SessionPage(List<Session> sessions, String next) {
  SessionPage {
    sessions = List.copyOf(sessions);
  }
}
