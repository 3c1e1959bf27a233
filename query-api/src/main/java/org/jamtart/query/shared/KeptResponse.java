package org.jamtart.query.shared;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Keeps the body back until it is whole, so that others can have it too. */
final class KeptResponse extends HttpServletResponseWrapper {

  private final Pieces body = new Pieces();
  private final ServletOutputStream out = new Kept(body);
  private @Nullable PrintWriter writer;

  KeptResponse(HttpServletResponse response) {
    super(response);
  }

  /** What was written so far. */
  Pieces body() {
    flushBuffer();
    return body;
  }

  /** Sends what was kept back. */
  void send() throws IOException {
    Pieces whole = body();
    if (whole.size() > 0) {
      if (!isCommitted()) {
        super.setContentLength(whole.size());
      }
      whole.writeTo(super.getOutputStream());
      super.flushBuffer();
    }
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return out;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (writer == null) {
      writer = new PrintWriter(new OutputStreamWriter(out, getCharacterEncoding()));
    }
    return writer;
  }

  @Override
  public void flushBuffer() {
    if (writer != null) {
      writer.flush();
    }
  }

  @Override
  public void reset() {
    super.reset();
    clear();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    clear();
  }

  @Override
  public void sendError(int status) throws IOException {
    clear();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    clear();
    super.sendError(status, message);
  }

  private void clear() {
    flushBuffer();
    body.clear();
  }

  private static final class Kept extends ServletOutputStream {
    private final Pieces body;

    Kept(Pieces body) {
      this.body = body;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException("answers that are shared are not written asynchronously");
    }

    @Override
    public void write(int octet) {
      body.write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      body.write(bytes, offset, length);
    }
  }
}
