func installKernelspec(_ arguments: [String]) -> Int32 { 0 }
