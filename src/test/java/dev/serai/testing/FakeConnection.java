package dev.serai.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link FakeProvider}. One thread always reads, so that a client that leaves
 * is seen at once also while the other thread waits at a gate.
 */
final class FakeConnection {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final int number;
  private final Function<RecordedRequest, Answer> answers;
  private final Consumer<FakeConnection> onEnd;
  private final BlockingQueue<RecordedRequest> pipeline = new ArrayBlockingQueue<>(64);
  private final AtomicReference<@Nullable RecordedRequest> current = new AtomicReference<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Thread writer;

  FakeConnection(
      Socket socket,
      int number,
      Function<RecordedRequest, Answer> answers,
      Consumer<FakeConnection> onEnd) {
    this.socket = socket;
    this.number = number;
    this.answers = answers;
    this.onEnd = onEnd;
    this.writer = Thread.ofVirtual().name("fake-provider-writer-" + number).unstarted(this::write);
  }

  void start() {
    writer.start();
    Thread.ofVirtual().name("fake-provider-reader-" + number).start(this::read);
  }

  void close() {
    end(false, false);
  }

  int number() {
    return number;
  }

  private void read() {
    try {
      socket.setTcpNoDelay(true);
      var in = new HttpRequestReader(new BufferedInputStream(socket.getInputStream()), number);
      OutputStream out = socket.getOutputStream();
      RecordedRequest request;
      while ((request = in.next(() -> out.write(CONTINUE))) != null) {
        pipeline.put(request);
      }
    } catch (IOException | InterruptedException e) {
      // a broken connection ends as one that was closed
    } finally {
      end(false, true);
    }
  }

  private void write() {
    try {
      OutputStream out = socket.getOutputStream();
      while (!ended.get()) {
        RecordedRequest request = pipeline.take();
        current.set(request);
        if (ended.get()) {
          request.ended(true);
        } else if (!answer(request, out)) {
          return;
        }
        request.ended(false);
        current.set(null);
      }
    } catch (IOException | InterruptedException e) {
      end(false, true);
    }
  }

  /** False when the answer itself ended the connection. */
  private boolean answer(RecordedRequest request, OutputStream out)
      throws IOException, InterruptedException {
    Answer answer = answers.apply(request);
    for (Answer.Step step : answer.beforeHead()) {
      if (!take(step, answer, out)) {
        return false;
      }
    }
    boolean bodyless = request.method().equals("HEAD") || answer.status() == 204;
    if (!answer.isRaw()) {
      out.write(head(answer, bodyless));
      out.flush();
    }
    if (bodyless) {
      return true;
    }
    for (Answer.Step step : answer.body()) {
      if (!take(step, answer, out)) {
        return false;
      }
      if (step instanceof Answer.Step.Send(byte[] bytes)) {
        request.answered(bytes.length);
      }
    }
    if (!answer.sized()) {
      out.write(LAST_CHUNK);
      out.flush();
    }
    return true;
  }

  private boolean take(Answer.Step step, Answer answer, OutputStream out)
      throws IOException, InterruptedException {
    switch (step) {
      case Answer.Step.Send(byte[] bytes) -> send(bytes, answer, out);
      case Answer.Step.Wait(Gate gate) -> gate.pass();
      case Answer.Step.Stall() -> Thread.sleep(Long.MAX_VALUE); // the reader interrupts it
      case Answer.Step.End(boolean reset) -> {
        end(reset, false);
        return false;
      }
      case Answer.Step.HalfClose() -> {
        socket.shutdownOutput();
        Thread.sleep(Long.MAX_VALUE); // as above
      }
    }
    return !ended.get();
  }

  private static void send(byte[] bytes, Answer answer, OutputStream out) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    if (answer.sized()) {
      out.write(bytes);
    } else {
      byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes();
      byte[] chunk = new byte[size.length + bytes.length + 2];
      System.arraycopy(size, 0, chunk, 0, size.length);
      System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
      chunk[chunk.length - 2] = '\r';
      chunk[chunk.length - 1] = '\n';
      out.write(chunk);
    }
    out.flush();
  }

  private static byte[] head(Answer answer, boolean bodyless) {
    var head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" Fake\r\n");
    answer
        .headers()
        .forEach(f -> head.append(f.name()).append(": ").append(f.value()).append("\r\n"));
    if (answer.sized()) {
      head.append("content-length: ").append(answer.length()).append("\r\n");
    } else if (!bodyless) {
      head.append("transfer-encoding: chunked\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void end(boolean reset, boolean clientLeft) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
    RecordedRequest request = current.getAndSet(null);
    if (request != null) {
      request.ended(clientLeft);
    }
    onEnd.accept(this);
    writer.interrupt();
  }
}
