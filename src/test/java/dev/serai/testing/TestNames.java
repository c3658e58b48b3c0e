package dev.serai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server on a UDP socket of 127.0.0.1: every name has one IPv4 address, which may change.
 */
public final class TestNames implements AutoCloseable {
  private static final int ANSWER_TO_RECURSION = 0x8180;
  private static final int TYPE_A = 1;
  private static final int NAME_OF_THE_QUESTION = 0xC00C;

  private final DatagramSocket socket;
  private final int ttlSeconds;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String address;

  private TestNames(DatagramSocket socket, String address, int ttlSeconds) {
    this.socket = socket;
    this.address = address;
    this.ttlSeconds = ttlSeconds;
  }

  /**
   * @param ttlSeconds how long an answer may be kept
   */
  public static TestNames start(String address, int ttlSeconds) {
    try {
      var socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
      var names = new TestNames(socket, address, ttlSeconds);
      Thread.ofVirtual().name("test-names").start(names::serve);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code 127.0.0.1:PORT}. */
  public String server() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** From now on. */
  public void moveTo(String newAddress) {
    address = newAddress;
  }

  /** How often an address was asked for. */
  public int asked() {
    return asked.get();
  }

  private void serve() {
    byte[] room = new byte[512];
    while (!socket.isClosed()) {
      try {
        var question = new DatagramPacket(room, room.length);
        socket.receive(question);
        byte[] answer = answer(ByteBuffer.wrap(room, 0, question.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      } catch (IOException closed) {
        // the loop ends, or the next question comes
      }
    }
  }

  /** RFC 1035, 4.1: the question again, and for a type A its one answer. */
  private byte[] answer(ByteBuffer question) throws IOException {
    int id = question.getShort(0);
    int end = 12;
    while (question.get(end) != 0) end += question.get(end) + 1;
    boolean known = question.getShort(end + 1) == TYPE_A;
    int length = end + 5 - 12;
    ByteBuffer answer = ByteBuffer.allocate(12 + length + (known ? 16 : 0));
    answer.putShort((short) id).putShort((short) ANSWER_TO_RECURSION);
    answer.putShort((short) 1).putShort((short) (known ? 1 : 0)).putInt(0);
    answer.put(question.slice(12, length));
    if (known) {
      asked.incrementAndGet();
      answer.putShort((short) NAME_OF_THE_QUESTION).putShort((short) TYPE_A).putShort((short) 1);
      answer.putInt(ttlSeconds).putShort((short) 4);
      answer.put(InetAddress.getByName(address).getAddress());
    }
    return answer.array();
  }

  @Override
  public void close() {
    socket.close();
  }
}
