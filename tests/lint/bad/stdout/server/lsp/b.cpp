void f() { std::printf("x"); }
