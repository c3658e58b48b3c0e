package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HTTP/2 frame by frame: what a connection may ask of us. */
class Http2FloodsTest {
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int ENHANCE_YOUR_CALM = 11;

  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = new Fleet("", "serai.gateway.idle-timeout", "300ms");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private record Frame(int type, byte[] payload) {
    int number(int at) {
      return (payload[at] & 0xff) << 24
          | (payload[at + 1] & 0xff) << 16
          | (payload[at + 2] & 0xff) << 8
          | payload[at + 3] & 0xff;
    }
  }

  private static Socket opened() throws IOException {
    URI url = URI.create(fleet.gateway.url());
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(frame(SETTINGS, 0, 0));
    return socket;
  }

  private static byte[] frame(int type, int flags, int stream, byte... payload) {
    var frame = new ByteArrayOutputStream();
    frame.write(payload.length >> 16);
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.write(type);
    frame.write(flags);
    for (int shift = 24; shift >= 0; shift -= 8) frame.write(stream >> shift);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /** A request whose body is still to come: POST, http, a path. */
  private static byte[] request(int stream) {
    byte[] path = "/v1/messages".getBytes(StandardCharsets.US_ASCII);
    byte[] block = new byte[4 + path.length];
    block[0] = (byte) 0x83;
    block[1] = (byte) 0x86;
    block[2] = 0x04;
    block[3] = (byte) path.length;
    System.arraycopy(path, 0, block, 4, path.length);
    int endOfHeaders = 4;
    return frame(HEADERS, endOfHeaders, stream, block);
  }

  /** The next frame of a type. */
  private static Frame next(Socket socket, int type) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int found = in.readUnsignedByte();
      in.readUnsignedByte();
      in.readInt();
      byte[] payload = in.readNBytes(length);
      if (payload.length < length) throw new EOFException();
      if (found == type) return new Frame(found, payload);
    }
  }

  @Test
  void saysHowManyStreamsAConnectionMayCarry() throws Exception {
    try (Socket socket = opened()) {
      Frame settings = next(socket, SETTINGS);

      int streams = 0;
      for (int at = 0; at < settings.payload().length; at += 6)
        if (settings.payload()[at + 1] == MAX_CONCURRENT_STREAMS) streams = settings.number(at + 2);
      assertThat(streams).isEqualTo(256);
    }
  }

  @Test
  void leavesAConnectionThatTakesBackItsRequestsAgainAndAgain() throws Exception {
    try (Socket socket = opened()) {
      byte[] cancelled = {0, 0, 0, 8};
      Thread sending = Thread.ofVirtual().start(() -> send(socket, cancelled));

      assertThat(next(socket, GOAWAY).number(4)).isEqualTo(ENHANCE_YOUR_CALM);
      sending.join();
    }
    Eventually.is("no request is held", () -> held() == 0);
  }

  private static double held() {
    return fleet
        .gateway
        .bean(io.micrometer.core.instrument.MeterRegistry.class)
        .get("serai.request.bodies.bytes")
        .gauge()
        .value();
  }

  private static void send(Socket socket, byte[] cancelled) {
    try {
      for (int stream = 1; stream < 4_000; stream += 2) {
        socket.getOutputStream().write(request(stream));
        socket.getOutputStream().write(frame(RESET, 0, stream, cancelled));
      }
    } catch (IOException closed) {
      // that is what is waited for
    }
  }

  @Test
  void leavesAConnectionWithoutAStream() throws Exception {
    try (Socket socket = opened()) {
      assertThat(next(socket, GOAWAY).number(4)).isZero();
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }
}
