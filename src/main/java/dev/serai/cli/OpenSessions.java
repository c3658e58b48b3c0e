package dev.serai.cli;

import dev.serai.cli.launch.LaunchSessions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which sessions are open, for an end that comes before theirs. */
final class OpenSessions implements LaunchSessions {
  private final LaunchSessions sessions;
  private final Set<Session> open = ConcurrentHashMap.newKeySet();

  OpenSessions(LaunchSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Session open(Asked asked) {
    Session session = sessions.open(asked);
    open.add(session);
    return session;
  }

  @Override
  public End end(Session session, long recorded) {
    End ended = sessions.end(session, recorded);
    open.remove(session);
    return ended;
  }

  void endAll() {
    open.forEach(session -> end(session, 0));
  }
}
