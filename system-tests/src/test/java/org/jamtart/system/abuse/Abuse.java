package org.jamtart.system.abuse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.jamtart.testsupport.net.NodeSocket;

/** A way to harm a gateway. None of them sends an event that decodes, so that the honest ones can be told in the counts. */
enum Abuse {

  /** Connects from one address and hangs up, 5,000 times a second. */
  CONNECTS_FROM_ONE_ADDRESS {
    @Override
    void run(Target target, long end, LongAdder done) {
      flood(target, end, done, 2, 1);
    }
  },
  /** The same from 40 addresses in turn. */
  CONNECTS_FROM_MANY_ADDRESSES {
    @Override
    void run(Target target, long end, LongAdder done) {
      flood(target, end, done, 3, 40);
    }
  },
  /** 200 connections that drip one frame, a byte at a time. */
  SLOW_SENDERS {
    @Override
    void run(Target target, long end, LongAdder done) throws IOException {
      new Held(target, 200, 50, done) {
        @Override
        SocketChannel open(int i) throws IOException {
          return target.connect(50, 10_000L + i, (byte) 100, (byte) 0, (byte) 0, (byte) 0);
        }

        @Override
        void poke(SocketChannel channel) throws IOException {
          channel.write(ByteBuffer.allocate(1));
        }
      }.keepUp(end);
    }
  },
  /** 300 connections that say nothing, half of them after their introduction. */
  HALF_OPEN {
    @Override
    void run(Target target, long end, LongAdder done) throws IOException {
      new Held(target, 300, 20, done) {
        @Override
        SocketChannel open(int i) throws IOException {
          return i % 2 == 0 ? target.connect(51) : target.connect(51, 20_000L + i);
        }
      }.keepUp(end);
    }
  },
  /** 150 connections that send 255 KiB of a frame of 256 and not the rest. */
  UNFINISHED_FRAMES {
    @Override
    void run(Target target, long end, LongAdder done) throws IOException {
      byte[] unfinished = new byte[255 * 1024];
      unfinished[2] = 4;
      new Held(target, 150, 20, done) {
        @Override
        SocketChannel open(int i) throws IOException {
          SocketChannel channel = target.connect(52, 30_000L + i);
          channel.configureBlocking(false);
          channel.write(ByteBuffer.wrap(unfinished)); // as much as the gateway takes at once
          return channel;
        }
      }.keepUp(end);
    }
  },
  /** One node with 100 connections. */
  ONE_NODE_MANY_CONNECTIONS {
    @Override
    void run(Target target, long end, LongAdder done) throws IOException {
      new Held(target, 100, 100, done) {
        @Override
        SocketChannel open(int i) throws IOException {
          return target.connect(53, 40_000);
        }
      }.keepUp(end);
    }
  },
  /** 30 connections, from three addresses, that claim the peer id of an honest node. */
  IMPOSTORS {
    @Override
    void run(Target target, long end, LongAdder done) throws IOException {
      new Held(target, 30, 50, done) {
        @Override
        SocketChannel open(int i) throws IOException {
          return target.connect(54 + i % 3, Target.HONEST, NodeSocket.frame(new byte[]{1, 2, 3}));
        }
      }.keepUp(end);
    }
  },
  /** Frames of 256 KiB of an unknown type, as fast as they are taken. */
  LARGEST_FRAMES {
    @Override
    void run(Target target, long end, LongAdder done) throws IOException {
      byte[] message = new byte[256 * 1024];
      new Random(1).nextBytes(message);
      message[8] = (byte) 250;
      byte[] frame = NodeSocket.frame(message);
      try (SocketChannel channel = target.connect(60, 50_000)) {
        channel.configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        for (var tempo = new Tempo(2000, end); tempo.goesOn();) {
          channel.write(bytes);
          if (!bytes.hasRemaining()) {
            bytes.rewind();
            done.increment();
          }
        }
      }
    }
  },
  /** A good introduction, then random bytes; 200 times a second. */
  GARBAGE {
    @Override
    void run(Target target, long end, LongAdder done) {
      var random = new Random(2);
      byte[] garbage = new byte[4096];
      for (var tempo = new Tempo(200, end); tempo.goesOn();) {
        random.nextBytes(garbage);
        try (SocketChannel ignored = target.connect(61, 60_000, garbage)) {
          done.increment();
        } catch (IOException e) {
          done.increment(); // refused, or closed before it was all sent: the attempt counts
        }
      }
    }
  };

  /**
   * Does it until the end.
   *
   * @param end  nanoseconds of {@link System#nanoTime}
   * @param done counts connections made, or frames where frames are sent
   */
  abstract void run(Target target, long end, LongAdder done) throws IOException;

  private static void flood(Target target, long end, LongAdder done, int firstSource, int sources) {
    int i = 0;
    for (var tempo = new Tempo(5000, end); tempo.goesOn(); i++) {
      try (SocketChannel ignored = target.connect(firstSource + i % sources)) {
        done.increment();
      } catch (IOException e) {
        done.increment(); // the reset of a refusal can come before the connect returns
      }
    }
  }
}
