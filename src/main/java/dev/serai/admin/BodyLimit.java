package dev.serai.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes no body that is longer than {@code serai.admin.max-body}, whoever sends it. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100) // before anybody is asked who it is
class BodyLimit extends OncePerRequestFilter {
  private final long most;
  private final ObjectMapper json;

  BodyLimit(AdminSettings settings, ObjectMapper json) {
    this.most = settings.maxBody().toBytes();
    this.json = json;
  }

  /** While a body is read whose length was not told. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    private TooLarge(long most) {
      super("The body is longer than " + most + " bytes (serai.admin.max-body).");
    }

    Problem problem() {
      return new Problem(
          HttpStatus.PAYLOAD_TOO_LARGE, "request_too_large", String.valueOf(getMessage()));
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long length = request.getContentLengthLong();
    if (length > most) {
      response.setHeader(HttpHeaders.CONNECTION, "close"); // nobody reads the rest
      TokenFilter.answer(response, new TooLarge(most).problem().detail(), json);
      return;
    }
    chain.doFilter(length < 0 ? counted(request) : request, response);
  }

  private HttpServletRequest counted(HttpServletRequest request) {
    return new HttpServletRequestWrapper(request) {
      @Override
      public ServletInputStream getInputStream() throws IOException {
        return new Counted(super.getInputStream(), most);
      }
    };
  }

  private static final class Counted extends ServletInputStream {
    private final ServletInputStream body;
    private final long most;
    private long read;

    Counted(ServletInputStream body, long most) {
      this.body = body;
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int next = body.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = body.read(into, offset, length);
      count(count);
      return count;
    }

    private void count(int more) throws TooLarge {
      read += Math.max(0, more);
      if (read > most) throw new TooLarge(most);
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
