package dev.serai.dispatch;

import dev.serai.call.Credential;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls at one credential and those that wait for it, first come first served. Any thread. */
final class Line {
  /** Guarded by this, as the next two. */
  private final LinkedHashSet<Place> waiting = new LinkedHashSet<>();

  private int inFlight;

  /** As the last call knew it: an administrator may change it at any time. */
  private int connections;

  /**
   * @param granted told once when a queued place is free, by the thread that left it
   * @return null when there is no room
   */
  @Nullable Place enter(Credential.Room room, Runnable granted) {
    Place place;
    List<Place> next;
    synchronized (this) {
      connections = room.connections();
      next = letIn();
      place = taken(room, granted);
    }
    tell(next);
    return place;
  }

  private @Nullable Place taken(Credential.Room room, Runnable granted) {
    if (free()) {
      inFlight++;
      return new Place(this, granted, Place.State.HELD);
    }
    if (waiting.size() >= room.queue()) return null;
    Place place = new Place(this, granted, Place.State.WAITING);
    waiting.add(place);
    return place;
  }

  void leave(Place place) {
    List<Place> next;
    synchronized (this) {
      if (place.state == Place.State.HELD) inFlight--;
      else if (place.state == Place.State.WAITING) waiting.remove(place);
      place.state = Place.State.LEFT;
      next = letIn();
    }
    tell(next);
  }

  private boolean free() {
    return connections == 0 || inFlight < connections;
  }

  private List<Place> letIn() {
    if (waiting.isEmpty() || !free()) return List.of();
    List<Place> next = new ArrayList<>(1);
    while (!waiting.isEmpty() && free()) {
      Place first = waiting.removeFirst();
      first.state = Place.State.HELD;
      inFlight++;
      next.add(first);
    }
    return next;
  }

  /** Outside the lock. */
  private static void tell(List<Place> next) {
    for (Place place : next) place.granted.run();
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized boolean full(int most) {
    return inFlight >= most;
  }

  synchronized int queued() {
    return waiting.size();
  }

  synchronized boolean idle() {
    return inFlight == 0 && waiting.isEmpty();
  }
}
