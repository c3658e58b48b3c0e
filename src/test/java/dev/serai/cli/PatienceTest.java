package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PatienceTest {
  @Test
  @Timeout(60)
  void anAnswerThatStopsIsNotReadForEver() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket silent = server.accept();
        Patience body = new Patience(client.getInputStream(), Duration.ofMillis(200))) {
      silent.getOutputStream().write('a');

      assertThat(body.read()).isEqualTo('a');
      assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }
  }
}
